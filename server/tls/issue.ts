import './reflect.ts';
import { createPrivateKey, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
const authorityDays = 3650;
const certificateDays = 397;

/** The certificate of a new authority: P-256, ten years, signs servers and nothing below them. */
export async function issueAuthority(keyPem: Buffer, now: Date): Promise<string> {
  const keys = await keyPair(keyPem);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Keydesk authority',
    keys,
    signingAlgorithm: ecdsa,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** A server's certificate for these names, signed by the authority: 397 days, or as long as the authority has left. */
export async function issueCertificate(
  ca: { readonly certificate: string; readonly keyPem: Buffer },
  serverKeyPem: Buffer,
  names: readonly string[],
  now: Date,
): Promise<string> {
  const issuer = new x509.X509Certificate(ca.certificate);
  const { privateKey } = await keyPair(ca.keyPem);
  const { publicKey } = await keyPair(serverKeyPem);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Keydesk server',
    issuer: issuer.subject,
    publicKey,
    signingKey: privateKey,
    signingAlgorithm: ecdsa,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(Math.min(now.getTime() + certificateDays * dayMs, issuer.notAfter.getTime())),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

async function keyPair(pem: Buffer): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: webcrypto.CryptoKey }> {
  const whole = createPrivateKey(pem).export({ format: 'jwk' });
  const { d: _secret, ...open } = whole;
  return {
    privateKey: await crypto.subtle.importKey('jwk', whole, ecdsa, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', open, ecdsa, true, ['verify']),
  };
}
