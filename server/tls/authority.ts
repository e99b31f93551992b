import './reflect.ts';
import { createHash, createPrivateKey, generateKeyPairSync, type webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { keyFile, replaceFile } from '../keys/key-file.ts';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
const authorityDays = 3650;
const certificateDays = 397;
const renewBeforeDays = 30;

/** The installation's own certificate authority, and the certificate the server shows. */
export interface Authority {
  /** The authority's certificate, PEM. */
  readonly ca: string;
  /** SHA-256 of its DER form, hex: what an enrolment code pins. */
  readonly fingerprint: string;
  /** Key and certificate for these names; made, or made anew when about to expire or when a name is missing. */
  readonly certificate: (
    names: readonly string[],
    now: Date,
  ) => Promise<{ readonly key: string; readonly cert: string }>;
}

/** Reads the authority of a data directory, or makes it at the first run. */
export async function authority(dataDirectory: string, now: Date): Promise<Authority> {
  const keys = join(dataDirectory, 'keys');
  const caKey = await signingKey(join(keys, 'ca.key'));
  const caFile = join(dataDirectory, 'ca.pem');
  if (!existsSync(caFile)) {
    const made = await selfSigned(caKey, now);
    keyFile(caFile, () => made);
  }
  const ca = readFileSync(caFile, 'utf8');
  const issuer = new x509.X509Certificate(ca);
  return {
    ca,
    fingerprint: createHash('sha256').update(new X509Certificate(ca).raw).digest('hex'),
    async certificate(names, at) {
      const keyPath = join(keys, 'tls.key');
      const certPath = join(keys, 'tls.pem');
      const leaf = await signingKey(keyPath);
      if (!existsSync(certPath) || !good(readFileSync(certPath, 'utf8'), ca, names, at)) {
        replaceFile(certPath, await signed(leaf.publicKey, issuer, caKey.privateKey, names, at), 0o644);
      }
      return { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certPath, 'utf8') };
    },
  };
}

async function signingKey(path: string): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: webcrypto.CryptoKey }> {
  const pem = keyFile(path, () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const jwk = createPrivateKey(pem).export({ format: 'jwk' });
  const { d: _private, ...publicJwk } = jwk;
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, ecdsa, true, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', publicJwk, ecdsa, true, ['verify']),
  };
}

async function selfSigned(
  keys: { privateKey: webcrypto.CryptoKey; publicKey: webcrypto.CryptoKey },
  now: Date,
): Promise<string> {
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

async function signed(
  publicKey: webcrypto.CryptoKey,
  issuer: x509.X509Certificate,
  signingKeyOfIssuer: webcrypto.CryptoKey,
  names: readonly string[],
  now: Date,
): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Keydesk server',
    issuer: issuer.subject,
    publicKey,
    signingKey: signingKeyOfIssuer,
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

/** Whether a certificate may go on being shown: of this authority, for all these names, not about to expire. */
function good(pem: string, ca: string, names: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(pem);
  return (
    certificate.checkIssued(new X509Certificate(ca)) &&
    certificate.validToDate.getTime() - now.getTime() > renewBeforeDays * dayMs &&
    certificate.validFromDate.getTime() <= now.getTime() &&
    names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined)
  );
}
