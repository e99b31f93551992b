import { describe, expect, it } from 'vitest';
import { parseSignatureInput, signatureBase, signatureParameters } from '../../domain/contract/message-signature.ts';

describe('message signatures of stations', () => {
  it('sign the text that RFC 9421 section 2.5 asks for', () => {
    const parameters = signatureParameters('st-1', 'bm9uY2U');
    expect(signatureBase('put', '/stations/self/records/ab', 'sha-256=:47DE:', parameters)).toBe(
      [
        '"@method": PUT',
        '"@path": /stations/self/records/ab',
        '"content-digest": sha-256=:47DE:',
        '"@signature-params": ("@method" "@path" "content-digest");keyid="st-1";nonce="bm9uY2U";alg="ed25519"',
      ].join('\n'),
    );
  });

  it('read back the header they write', () => {
    const parameters = signatureParameters('st-1', 'bm9uY2U');
    expect(parseSignatureInput(`keydesk=${parameters}`)).toEqual({ parameters, station: 'st-1', nonce: 'bm9uY2U' });
  });

  it.each([
    '',
    'keydesk=',
    `other=${signatureParameters('a', 'b')}`,
    `keydesk=${signatureParameters('a', 'b')};extra`,
    'keydesk=("@method");keyid="a";nonce="b";alg="ed25519"',
    'keydesk=("@method" "@path" "content-digest");keyid="a";nonce="b";alg="rsa"',
    'keydesk=("@method" "@path" "content-digest");keyid="a\n";nonce="b";alg="ed25519"',
  ])('are refused when the header is %j', (header) => {
    expect(parseSignatureInput(header)).toBeUndefined();
  });
});
