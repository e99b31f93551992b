import { X509Certificate } from 'node:crypto';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { KeydeskError } from '../../../domain/failure.ts';
import { connectionFailure } from '../connection-failure.ts';
import { type TimeLimits, timeLimit, usualLimits } from '../time-limit.ts';

/** A server's certificate before anybody trusts it: shown to a person, who compares the fingerprint. */
export interface ShownCertificate {
  /** The address as it will be used. */
  readonly url: string;
  /** Whom the server says it is, and who says so. */
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
  /** SHA-256 of the certificate that would be trusted, hex: the authority's, or the server's own where it signs itself. */
  readonly fingerprint: string;
  /** PEM of the one that would be trusted. */
  readonly ca: string;
}

/** `https://` and the path that the server is mounted under, without a slash at the end. Throws station/pairing. */
function serverAddress(typed: string): string {
  const text = typed.trim();
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
    if (
      url.protocol !== 'https:' ||
      url.hostname === '' ||
      url.username !== '' ||
      url.search !== '' ||
      url.hash !== ''
    ) {
      throw new KeydeskError('station/pairing', { reason: 'address' });
    }
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  } catch (error) {
    throw new KeydeskError('station/pairing', { reason: 'address' }, { cause: error });
  }
}

/**
 * Looks at the certificate that answers at an address: nothing is sent there and nothing believed. What would be trusted
 * is the authority's certificate where a person was given it, else the end of the chain that the server shows.
 */
export async function lookAtCertificate(
  address: string,
  authority: string | undefined,
  limits: TimeLimits = usualLimits,
): Promise<ShownCertificate> {
  const url = serverAddress(address);
  const { hostname, port } = new URL(url);
  const shown = await peerCertificate(hostname.replace(/^\[|\]$/g, ''), port === '' ? 443 : Number(port), limits);
  return {
    url,
    subject: nameOf(shown.subject),
    issuer: nameOf(shown.issuer),
    validTo: new Date(shown.valid_to).toISOString(),
    ...(authority === undefined ? trustedInChain(shown) : trustedByHand(authority)),
  };
}

/** Node before 22.9 trusts only those who sign for themselves. */
const anyLink = tlsTrustsAnyLink(process.versions.node);

function tlsTrustsAnyLink(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 9) || (major === 20 && minor >= 18);
}

function trustedInChain(shown: DetailedCertificate): Pick<ShownCertificate, 'fingerprint' | 'ca'> {
  const end = endOfChain(shown);
  if (!anyLink && nameOf(end.issuer) !== nameOf(end.subject)) {
    throw new KeydeskError('station/pairing', { reason: 'no authority' });
  }
  return { fingerprint: plain(end.fingerprint256), ca: pem(end.raw) };
}

function trustedByHand(authority: string): Pick<ShownCertificate, 'fingerprint' | 'ca'> {
  try {
    const certificate = new X509Certificate(authority);
    return { fingerprint: plain(certificate.fingerprint256), ca: pem(certificate.raw) };
  } catch (error) {
    throw new KeydeskError('station/pairing', { reason: 'authority' }, { cause: error });
  }
}

function plain(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

function peerCertificate(host: string, port: number, limits: TimeLimits): Promise<DetailedCertificate> {
  return new Promise((resolve, reject) => {
    const limit = timeLimit(limits, 0, () => socket.destroy(new KeydeskError('sync/unreachable', { reason: 'slow' })));
    const socket: TLSSocket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    });
    socket.once('secureConnect', () => {
      limit.end();
      const certificate = socket.getPeerCertificate(true) as DetailedCertificate;
      socket.destroy();
      if (certificate?.raw === undefined) reject(new KeydeskError('sync/not-keydesk', { reason: 'certificate' }));
      else resolve(certificate);
    });
    socket.once('error', (error) => {
      limit.end();
      reject(connectionFailure(error));
    });
  });
}

type DetailedCertificate = PeerCertificate & { readonly issuerCertificate?: DetailedCertificate };

function endOfChain(first: DetailedCertificate): DetailedCertificate {
  let end = first;
  for (let depth = 0; depth < 10; depth += 1) {
    const next = end.issuerCertificate;
    if (next === undefined || next.fingerprint256 === end.fingerprint256) return end;
    end = next;
  }
  return end;
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const { CN, O, OU } = (name ?? {}) as Partial<Record<string, string>>;
  return [CN, OU, O].filter(Boolean).join(', ').slice(0, 200);
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
