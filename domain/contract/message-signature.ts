/**
 * HTTP message signatures (RFC 9421) as the stations use them: one signature, Ed25519, over the method, the path and
 * the digest of the body. The text is built here; who holds a key signs or verifies it.
 *
 *   Content-Digest:  sha-256=:<base64 of the body's SHA-256>:
 *   Signature-Input: keydesk=("@method" "@path" "content-digest");keyid="<station>";nonce="<base64url>";alg="ed25519"
 *   Signature:       keydesk=:<base64>:
 */
export function signatureParameters(station: string, nonce: string): string {
  return `("@method" "@path" "content-digest");keyid="${station}";nonce="${nonce}";alg="ed25519"`;
}

/** RFC 9421 section 2.5: the signature base. `path` without the query. */
export function signatureBase(method: string, path: string, contentDigest: string, parameters: string): string {
  return [
    `"@method": ${method.toUpperCase()}`,
    `"@path": ${path}`,
    `"content-digest": ${contentDigest}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
}

const input =
  /^keydesk=(\("@method" "@path" "content-digest"\);keyid="([\w-]{1,64})";nonce="([\w-]{1,64})";alg="ed25519")$/;

/** The parts of a `Signature-Input` header, if it is one of ours. */
export function parseSignatureInput(
  header: string,
): { parameters: string; station: string; nonce: string } | undefined {
  const match = input.exec(header);
  return match ? { parameters: match[1] as string, station: match[2] as string, nonce: match[3] as string } : undefined;
}
