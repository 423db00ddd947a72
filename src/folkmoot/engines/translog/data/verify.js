// Checks the bundle of one entry, and a document against it. Shares no code with the server;
// follows RFC 9162 (proofs), C2SP signed-note, tlog-checkpoint and tlog-cosignature.
"use strict";
(() => {
  const FIELDS = "corrects format objects previous serial subject time type";
  const BUNDLE_FIELDS = "checkpoint disclosed entry format index keys proof";
  const TOKEN = /^[a-z][a-z0-9-]{0,39}$/;
  const HASH = /^[0-9a-f]{64}$/;
  const utf8 = new TextEncoder();
  const strict = () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  class Bad extends Error {}

  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const fromHex = (text) => {
    if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) throw new Bad();
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  };
  const fromBase64 = (text) => {
    let plain;
    try { plain = atob(text); } catch { throw new Bad(); }
    if (typeof text !== "string" || btoa(plain) !== text) throw new Bad();
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  };

  // Canonical JSON: the one way to write a value.
  const canonical = (value) => {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) throw new Bad();
      return String(value);
    }
    if (typeof value === "string") {
      if (/[\ud800-\udfff]/u.test(value) || value.normalize("NFC") !== value) throw new Bad();
      return JSON.stringify(value);
    }
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    const keys = Object.keys(value).sort();
    if (!keys.every((key) => /^[\x20-\x7e]+$/.test(key))) throw new Bad();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  };
  const readCanonical = (text) => {
    let value;
    try { value = JSON.parse(text); } catch { throw new Bad(); }
    if (canonical(value) !== text) throw new Bad();
    return value;
  };
  const hasFields = (value, fields) =>
    value !== null && typeof value === "object" && Object.keys(value).sort().join(" ") === fields;

  const readBundle = (bytes) => {
    let value;
    try { value = JSON.parse(strict().decode(bytes)); } catch { throw new Bad(); }
    const lists = () => [value.proof, value.keys, value.disclosed].every(Array.isArray);
    if (!hasFields(value, BUNDLE_FIELDS) || value.format !== "folkmoot-register-bundle/1" || !lists()
      || ![value.entry, value.checkpoint, ...value.keys].every((one) => typeof one === "string")
      || !Number.isSafeInteger(value.index)) throw new Bad();
    return value;
  };
  const isSerial = (value) => Number.isSafeInteger(value) && value > 0;
  const isEarlier = (value, serial) => value === null || (isSerial(value) && value < serial);
  const isMoment = (text) => {
    if (typeof text !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false;
    const moment = new Date(text);
    return !Number.isNaN(+moment) && moment.toISOString().slice(0, 19) === text.slice(0, 19);
  };
  const readEntry = (text) => {
    const entry = readCanonical(text);
    const good = hasFields(entry, FIELDS) && entry.format === "folkmoot-register/1"
      && isSerial(entry.serial) && isEarlier(entry.previous, entry.serial)
      && isEarlier(entry.corrects, entry.serial) && TOKEN.test(entry.type) && isMoment(entry.time)
      && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(entry.subject)
      && entry.objects !== null && typeof entry.objects === "object"
      && !Array.isArray(entry.objects) && Object.keys(entry.objects).length <= 32
      && Object.entries(entry.objects).every(([name, hash]) =>
        TOKEN.test(name) && typeof hash === "string" && HASH.test(hash));
    if (!good) throw new Bad();
    return entry;
  };

  // Keys, notes, checkpoints.
  const readKey = async (line) => {
    const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim());
    if (!match) throw new Bad();
    const material = fromBase64(match[3]);
    const id = (await sha256(join(utf8.encode(`${match[1]}\n`), material))).slice(0, 4);
    if (hex(id) !== match[2] || material.length !== 33 || ![1, 4].includes(material[0])) throw new Bad();
    return { name: match[1], id: match[2], kind: material[0], public: material.slice(1), text: line.trim() };
  };
  const readNote = (note) => {
    const at = note.lastIndexOf("\n\n");
    const lines = note.slice(at + 2).split("\n");
    // eslint-disable-next-line no-control-regex
    if (at < 0 || lines.pop() !== "" || !lines.length || lines.length > 100 || /[\x00-\x09\x0b-\x1f]/.test(note)) throw new Bad();
    return { text: note.slice(0, at + 1), lines: lines.map((line) => {
      const match = /^\u2014 ([^\s+]+) (\S+)$/.exec(line);
      const data = match ? fromBase64(match[2]) : [];
      if (data.length < 5) throw new Bad();
      return { name: match[1], id: hex(data.slice(0, 4)), signature: data.slice(4) };
    }) };
  };
  const readCheckpoint = (text) => {
    const lines = text.split("\n");
    if (lines.length < 4 || lines.pop() !== "" || lines.some((line) => !line)) throw new Bad();
    const root = fromBase64(lines[2]);
    const size = Number(lines[1]);
    if (!/^(0|[1-9][0-9]{0,18})$/.test(lines[1]) || !Number.isSafeInteger(size) || root.length !== 32) throw new Bad();
    return { origin: lines[0], size, root };
  };
  // null: this browser has no Ed25519.
  const verifies = async (key, signature, message) => {
    let held;
    try {
      held = await crypto.subtle.importKey("raw", key.public, { name: "Ed25519" }, false, ["verify"]);
    } catch (error) {
      return error.name === "DataError" ? false : null;
    }
    return crypto.subtle.verify({ name: "Ed25519" }, held, signature, message);
  };
  const checkLine = async (key, line, text) => {
    if (key.kind === 1) return { good: await verifies(key, line.signature, utf8.encode(text)) };
    if (line.signature.length !== 72) return { good: false };
    const seconds = new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0);
    const message = utf8.encode(`cosignature/v1\ntime ${seconds}\n${text}`);
    return { good: await verifies(key, line.signature.slice(8), message), at: Number(seconds) };
  };

  // Proofs.
  const leafHash = (bytes) => sha256(join(Uint8Array.of(0), bytes));
  const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));
  const isIncluded = async (leaf, index, size, root, proof) => {
    if (index < 0 || index >= size) return false;
    const sides = [];
    for (let start = 0, end = size; end - start > 1;) {
      let half = 1;
      while (half * 2 < end - start) half *= 2;
      const left = index < start + half;
      sides.push(left);
      if (left) end = start + half; else start += half;
    }
    if (proof.length !== sides.length || proof.some((step) => step.length !== 32)) return false;
    let found = leaf;
    for (const step of proof) found = sides.pop() ? await nodeHash(found, step) : await nodeHash(step, found);
    return same(found, root);
  };
  const hashesIn = (value) => {
    if (value === null || typeof value !== "object") return [];
    const own = !Array.isArray(value) && typeof value.sha256 === "string" ? [value.sha256] : [];
    return own.concat(...Object.values(value).map(hashesIn));
  };

  // The verification. Checks: [name of a sentence, state, names]; states: good, bad, warn, plain.
  const checkSignatures = async (bundle, keys, isSelf, checks) => {
    let note, head;
    try {
      note = readNote(bundle.checkpoint);
      head = readCheckpoint(note.text);
    } catch {
      checks.push(["checkpointBad", "bad"]);
      return { head: null, decided: true };
    }
    let signed = false, wrong = false, missing = false;
    const witnesses = new Map();
    for (const line of note.lines) {
      const key = keys.find((one) => one.name === line.name && one.id === line.id);
      if (!key) continue;
      const { good, at } = await checkLine(key, line, note.text);
      if (good === null) missing = true;
      else if (!good) wrong = true;
      else if (key.kind === 4) witnesses.set(hex(key.public), `${key.name} (${moment(at)})`);
      else if (key.name === head.origin) signed = true;
    }
    const known = signed ? (isSelf ? ["signatureSelf", "warn"] : ["signatureOk", "good"]) : ["signatureUnknown", "bad"];
    checks.push(wrong ? ["signatureBad", "bad"] : missing ? ["signatureMissing", "warn"] : known);
    if (witnesses.size) checks.push(["witnessesOk", "good", [...witnesses.values()]]);
    else if (!missing && keys.some((key) => key.kind === 4)) checks.push(["witnessesNone", "warn"]);
    return { head, decided: !missing };
  };
  const moment = (seconds) => {
    const at = new Date(seconds * 1000);
    return Number.isNaN(+at) ? "?" : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  };
  const openObjects = async (bundle, entry, checks) => {
    const shown = new Map(), wrong = [];
    for (const one of bundle.disclosed) {
      try {
        const salt = fromHex(one.salt);
        const head = utf8.encode(`folkmoot-object/1\n${one.name}\n`);
        const found = hex(await sha256(join(head, salt, utf8.encode(one.value))));
        const held = Object.hasOwn(entry.objects, one.name) ? entry.objects[one.name] : "";
        if (salt.length !== 32 || held !== found || shown.has(one.name)) throw new Bad();
        shown.set(one.name, readCanonical(one.value));
      } catch {
        wrong.push(String(one && one.name).slice(0, 40));
      }
    }
    const withheld = Object.keys(entry.objects).filter((name) => !shown.has(name));
    if (wrong.length) checks.push(["objectsBad", "bad", wrong]);
    else checks.push(shown.size ? ["objectsOk", "good"] : ["objectsNone", "plain"]);
    if (withheld.length) checks.push(["withheld", "plain", withheld]);
    return { shown, withheld };
  };
  const checkDocument = async (bytes, shown, withheld, checks) => {
    if (!bytes) { checks.push(["documentNone", "plain"]); return ""; }
    const digest = hex(await sha256(bytes));
    const told = [...shown.values()].flatMap(hashesIn);
    if (told.includes(digest)) checks.push(["documentOk", "good"]);
    else checks.push([withheld.length && !told.length ? "documentWithheld" : "documentBad", "bad"]);
    return digest;
  };
  const verify = async (bytes, documentBytes, lines) => {
    const checks = [];
    const answer = { checks, facts: [], shown: new Map(), verdict: "fails" };
    let bundle, keys;
    try { bundle = readBundle(bytes); } catch { checks.push(["formBad", "bad"]); return answer; }
    const isSelf = !lines.length;
    try { keys = await Promise.all((isSelf ? bundle.keys : lines).map(readKey)); } catch { checks.push(["keysBad", "bad"]); return answer; }
    const { head, decided } = await checkSignatures(bundle, keys, isSelf, checks);
    let entry;
    try {
      entry = readEntry(bundle.entry);
      if (entry.serial - 1 !== bundle.index) throw new Bad();
      checks.push(["entryOk", "good"]);
    } catch {
      checks.push(["entryBad", "bad"]);
      return answer;
    }
    if (head) {
      let proof = null;
      try { proof = bundle.proof.map(fromBase64); } catch { /* no proof at all */ }
      const leaf = await leafHash(utf8.encode(bundle.entry));
      const good = proof && await isIncluded(leaf, bundle.index, head.size, head.root, proof);
      checks.push(good ? ["inclusionOk", "good"] : ["inclusionBad", "bad"]);
      answer.facts.push(["origin", head.origin], ["size", head.size]);
    }
    const { shown, withheld } = await openObjects(bundle, entry, checks);
    const digest = await checkDocument(documentBytes, shown, withheld, checks);
    answer.shown = shown;
    answer.facts.unshift(["serial", entry.serial]);
    answer.facts.push(["type", entry.type], ["time", entry.time], ["subject", entry.subject]);
    answer.facts.push(...keys.map((key) => ["key", key.text]));
    if (digest) answer.facts.push(["sha256", digest]);
    const bad = checks.some(([, state]) => state === "bad");
    answer.verdict = bad ? "fails" : !decided ? "incomplete" : isSelf ? "holdsUntrusted" : "holds";
    return answer;
  };

  // The page.
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const by = (id) => document.getElementById(id);
  const held = { bundle: null, document: null };
  let language = "en", last = null, turn = 0;
  const say = (name) => texts[language][name];
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const MARKS = { good: "✓", bad: "✗", warn: "!", plain: "–" };
  const TONES = { holds: "good", holdsUntrusted: "warn", incomplete: "warn", fails: "bad" };
  const show = () => {
    if (!last) return;
    by("result").hidden = false;
    by("verdict").textContent = say(last.verdict);
    by("verdict").className = `note ${TONES[last.verdict]}`;
    by("checks").replaceChildren(...last.checks.map(([name, state, names]) => {
      const row = element("li", "", state);
      const mark = element("span", MARKS[state]);
      mark.setAttribute("aria-hidden", "true");
      row.append(mark, element("span", names ? `${say(name)} ${names.join(", ")}` : say(name)));
      row.dataset.check = name;
      return row;
    }));
    by("facts").replaceChildren(...last.facts.flatMap(([name, value]) => [element("dt", say(name)), element("dd", String(value))]));
    by("objects").replaceChildren(...[...last.shown].flatMap(([name, value]) => [element("h3", name), element("pre", JSON.stringify(value, null, 2))]));
    by("result").dataset.verdict = last.verdict;
    by("result").dataset.milliseconds = last.milliseconds;
  };
  const run = async () => {
    if (!held.bundle) return;
    const mine = ++turn;
    const lines = by("keys").value.split("\n").filter((line) => line.trim());
    const began = performance.now();
    const answer = await verify(held.bundle, held.document, lines);
    if (mine !== turn) return;
    last = { ...answer, milliseconds: performance.now() - began };
    show();
  };
  const speak = (chosen) => {
    language = chosen;
    document.documentElement.lang = chosen;
    document.title = say("title");
    for (const one of document.querySelectorAll("[data-text]")) one.textContent = say(one.dataset.text);
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
    for (const one of document.querySelectorAll("[data-language]")) one.setAttribute("aria-pressed", String(one.dataset.language === chosen));
    show();
  };
  const take = async (place, file) => {
    held[place] = file ? new Uint8Array(await file.arrayBuffer()) : null;
    if (place === "bundle" && !file) { last = null; by("result").hidden = true; }
    await run();
  };
  for (const place of ["bundle", "document"]) {
    by(place).addEventListener("change", (event) => {
      by(`${place}-name`).textContent = "";
      take(place, event.target.files[0]);
    });
  }
  by("keys").addEventListener("input", run);
  for (const one of document.querySelectorAll("[data-language]")) {
    one.addEventListener("click", () => speak(one.dataset.language));
  }
  const over = (event) => { event.preventDefault(); by("drop").classList.add("over"); };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", () => by("drop").classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    by("drop").classList.remove("over");
    for (const file of event.dataTransfer.files) {
      const place = /\.json$/i.test(file.name) ? "bundle" : "document";
      // The field itself shows only what was chosen through it.
      by(place).value = "";
      by(`${place}-name`).textContent = file.name;
      await take(place, file);
    }
  });
  by("keys").value = JSON.parse(by("trusted").textContent).join("\n");
  speak(["en", "ru", "be"].find((one) => navigator.language.startsWith(one)) || "en");
})();
