import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { keyFile, replaceFile } from '../keys/key-file.ts';

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
  return {
    ca,
    fingerprint: createHash('sha256').update(new X509Certificate(ca).raw).digest('hex'),
    async certificate(names, at) {
      const certFile = join(keys, 'tls.pem');
      const key = signingKey(join(keys, 'tls.key'));
      if (!existsSync(certFile) || !good(readFileSync(certFile, 'utf8'), ca, names, at)) {
        const { issueCertificate } = await import('./issue.ts');
        const made = await issueCertificate({ certificate: ca, keyPem: caKey }, key, names, at);
        replaceFile(certFile, made, 0o644);
      }
      return { key: key.toString(), cert: readFileSync(certFile, 'utf8') };
    },
  };
}

/** A P-256 key in its file, PEM. */
function signingKey(path: string): Buffer {
  return keyFile(path, () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
}

/** Whether a certificate may go on being shown: of this authority, for all these names, not about to expire. */
function good(pem: string, ca: string, names: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(pem);
  return (
    certificate.checkIssued(new X509Certificate(ca)) &&
    certificate.validToDate.getTime() - now.getTime() > renewBeforeMs &&
    certificate.validFromDate.getTime() <= now.getTime() &&
    names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined)
  );
}
