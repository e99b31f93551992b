import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { SendFailure } from './send-failure.ts';

/** The setting with the hosts, or host:port, that gateways may be on; without it, every public address by https. */
export const allowedHostsSetting = 'sms.allowed_hosts';

/**
 * Refuses an address that a gateway may not have, so that who defines gateways cannot have the server talk to whatever
 * it can reach. Hosts that are listed are trusted: they may be private and without TLS.
 */
export function assertAllowed(url: URL, allowed: readonly string[]): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(url, 'only https and http are spoken');
  if (allowed.length > 0) {
    if (!isListed(url, allowed)) throw refused(url, `it is not in ${allowedHostsSetting}`);
    return;
  }
  if (url.protocol !== 'https:') throw refused(url, `without TLS it must be in ${allowedHostsSetting}`);
  if (isIP(bare(url)) !== 0 && !isPublic(bare(url))) {
    throw refused(url, `a private address must be in ${allowedHostsSetting}`);
  }
}

/** Resolves a name for a connection; a name that means a private address is refused unless it is listed. */
export function guardedLookup(url: URL, allowed: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return callback(error ?? new Error('no address'), '', 4);
      if (!isListed(url, allowed) && !addresses.every(({ address }) => isPublic(address))) {
        return callback(refused(url, `it is a private address and not in ${allowedHostsSetting}`), '', 4);
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

function isListed(url: URL, allowed: readonly string[]): boolean {
  const host = bare(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowed.some((entry) => [host, `${host}:${port}`, `${url.hostname}:${port}`].includes(entry.toLowerCase()));
}

function bare(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

function refused(url: URL, why: string): SendFailure {
  return new SendFailure(`the gateway's host ${url.host.slice(0, 100)} is not allowed: ${why}`);
}
