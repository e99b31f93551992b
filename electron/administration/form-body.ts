const plain = /^[A-Za-z0-9_.~-]$/;

/** A form as bytes (application/x-www-form-urlencoded): its secrets never become a text that nobody can wipe. */
export function formBody(
  parameters: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, Uint8Array>>,
): Buffer {
  const open = new URLSearchParams(parameters).toString();
  const names = Object.keys(secrets);
  const size = names.reduce((sum, name) => sum + name.length + 2 + (secrets[name]?.length ?? 0) * 3, open.length);
  const room = Buffer.alloc(size);
  let at = room.write(open, 'latin1');
  for (const name of names) {
    at += room.write(`${at > 0 ? '&' : ''}${name}=`, at, 'latin1');
    for (const byte of secrets[name] ?? []) at += room.write(encoded[byte] ?? '', at, 'latin1');
  }
  return room.subarray(0, at);
}

/** Each byte as it stands in a form. */
const encoded = Array.from({ length: 256 }, (_, byte) => {
  const text = String.fromCharCode(byte);
  return plain.test(text) ? text : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});
