// Says what went wrong when a key was refused; without this the failure is only in the console.

document.addEventListener("allauth.error", (event) => {
  const trouble = document.getElementById("key-trouble");
  if (!trouble) return;
  const reason = event.detail.exception;
  if (reason && reason.name === "InvalidStateError") trouble.textContent = trouble.dataset.unknown;
  else trouble.textContent = trouble.dataset.refused;
  event.preventDefault();
});
