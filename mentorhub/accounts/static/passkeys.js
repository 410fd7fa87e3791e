// Passkeys: asks the browser for what the form's options say and sends the answer along.

const form = document.querySelector("form[data-passkey]");

/** Return the bytes of base64url text. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

/** Return base64url text of bytes, null of nothing. */
function text(buffer) {
  if (!buffer) {
    return null;
  }
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Return the options with bytes where the browser wants bytes. */
function readable(options) {
  const listed = (items) => (items ?? []).map((item) => ({ ...item, id: bytes(item.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) {
    read.user = { ...options.user, id: bytes(options.user.id) };
    read.excludeCredentials = listed(options.excludeCredentials);
  }
  if (options.allowCredentials) {
    read.allowCredentials = listed(options.allowCredentials);
  }
  return read;
}

/** Return the browser's answer as plain values. */
function plain(credential) {
  const answer = credential.response;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      attestationObject: text(answer.attestationObject),
      authenticatorData: text(answer.authenticatorData),
      signature: text(answer.signature),
      userHandle: text(answer.userHandle),
      transports: answer.getTransports ? answer.getTransports() : [],
    },
  };
}

async function ask() {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const publicKey = readable(JSON.parse(form.dataset.options));
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(plain(credential));
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (form) {
  form.querySelector("button").addEventListener("click", ask);
  ask();
}
