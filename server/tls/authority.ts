import { createHash, createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { KeyFileError, keyFile, privateKeyFile, replaceFile } from '../keys/key-file.ts';

const renewBeforeMs = 30 * 86_400_000;

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

/**
 * Reads the authority of a data directory, or makes it at the first run. The certificate library is loaded only when
 * there is a certificate to make: it would cost every start a tenth of a second.
 */
export async function authority(dataDirectory: string, now: Date): Promise<Authority> {
  const keys = join(dataDirectory, 'keys');
  const caFile = join(dataDirectory, 'ca.pem');
  const caKey = signingKey(join(keys, 'ca.key'));
  if (!existsSync(caFile)) {
    const { issueAuthority } = await import('./issue.ts');
    const made = await issueAuthority(caKey, now);
    keyFile(caFile, () => made);
  }
  const ca = readFileSync(caFile, 'utf8');
  if (readCertificate(ca) === undefined) {
    throw new KeyFileError(`${caFile} holds no certificate: put it back from a backup, desks trust no other`);
  }
  return {
    ca,
    fingerprint: createHash('sha256').update(new X509Certificate(ca).raw).digest('hex'),
    async certificate(names, at) {
      const certFile = join(keys, 'tls.pem');
      const key = signingKey(join(keys, 'tls.key'), 'remove it: another is made at the next start');
      if (!existsSync(certFile) || !good(readFileSync(certFile, 'utf8'), { ca, key }, names, at)) {
        const { issueCertificate } = await import('./issue.ts');
        const made = await issueCertificate({ certificate: ca, keyPem: caKey }, key, names, at);
        replaceFile(certFile, made, 0o644);
      }
      return { key: key.toString(), cert: readFileSync(certFile, 'utf8') };
    },
  };
}

/** A P-256 key in its file, PEM. */
function signingKey(path: string, remedy?: string): Buffer {
  const make = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const key = privateKeyFile(path, make, remedy);
  return Buffer.from(key.export({ type: 'pkcs8', format: 'pem' }));
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Whether a certificate may go on being shown: of this authority and key, for all these names, not about to expire. */
function good(
  pem: string,
  { ca, key }: { readonly ca: string; readonly key: Buffer },
  names: readonly string[],
  now: Date,
): boolean {
  const certificate = readCertificate(pem);
  if (certificate === undefined) return false;
  return (
    certificate.checkPrivateKey(createPrivateKey(key)) &&
    certificate.checkIssued(new X509Certificate(ca)) &&
    certificate.validToDate.getTime() - now.getTime() > renewBeforeMs &&
    certificate.validFromDate.getTime() <= now.getTime() &&
    names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined)
  );
}
