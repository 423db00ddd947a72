"""A larger language model as an adviser: it may point at words, and never writes any.

The model gets numbered blocks and answers with the numbers and the literal words. We look
those words up in that block ourselves, drop what does not stand there, and read numbers,
dates and ordinals with our own grammars. It adds proposals or agrees with ours; it changes
none. Talking to the model is the caller's business: this package makes the questions and
reads the answers.
"""

from folkmoot.engines.extraction.advice.agreement import joined
from folkmoot.engines.extraction.advice.answer import Answer, read_answer
from folkmoot.engines.extraction.advice.question import Question, questions

__all__ = ["Answer", "Question", "joined", "questions", "read_answer"]
