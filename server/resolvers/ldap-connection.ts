import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectSecurely } from 'node:tls';
import { Client, ResultCodeError } from 'ldapts';
import type { LdapSettings } from './ldap-settings.ts';
import { ResolverError } from './resolver.ts';

type Identity = 'service' | { readonly dn: string; readonly password: Uint8Array };

/** Codes that say the password, or the account, is no good (RFC 4511, A.2). */
const refusals = new Set([48, 49, 50, 53]);

/**
 * Does something with a bound connection of its own and ends it, trying each address in turn while they do not answer.
 * Nothing outlives the time limit: the socket is cut. `refused` is what a bind that is turned down comes to.
 */
export function ldapConnection(settings: LdapSettings) {
  return async <T>(identity: Identity, work: (client: Client) => Promise<T>, refused?: T): Promise<T> => {
    let failure: unknown;
    for (const url of settings.addresses) {
      try {
        return await at(settings, url, identity, work, refused);
      } catch (error) {
        failure = error;
        if (error instanceof ResultCodeError) break;
      }
    }
    throw new ResolverError(`${settings.addresses.join(', ')}: ${reasonOf(failure)}`, { cause: failure });
  };
}

async function at<T>(
  settings: LdapSettings,
  url: string,
  identity: Identity,
  work: (client: Client) => Promise<T>,
  refused: T | undefined,
): Promise<T> {
  const tlsOptions = await tlsOptionsOf(settings, new URL(url).hostname.replace(/^\[|\]$/g, ''));
  const sockets = new Set<Socket>();
  const kept = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    return socket;
  };
  const { timeoutMs } = settings;
  const client = new Client({
    url,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    strictDN: false,
    // With these the client would speak TLS from the first byte.
    ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
    createConnection: ((port: number, host: string) => kept(connect(port, host))) as typeof connect,
    createSecureConnection: ((...all: Parameters<typeof connectSecurely>) =>
      kept(connectSecurely(...all))) as typeof connectSecurely,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ResolverError(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  });
  const done = (async () => {
    if (settings.startTls && !url.startsWith('ldaps:')) await client.startTLS(tlsOptions);
    if (identity !== 'service') {
      if (!(await binds(client, identity)) && refused !== undefined) return refused;
    } else if (settings.bindDn !== '') await client.bind(settings.bindDn, settings.bindPassword);
    return work(client);
  })();
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
    done.catch(() => undefined);
    client.unbind().catch(() => undefined);
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.destroySoon();
      setTimeout(() => socket.destroy(), 1000).unref();
    }
  }
}

async function binds(client: Client, { dn, password }: Exclude<Identity, 'service'>): Promise<boolean> {
  try {
    await client.bind(dn, Buffer.from(password).toString());
    return true;
  } catch (error) {
    if (error instanceof ResultCodeError && refusals.has(error.code)) return false;
    throw error;
  }
}

async function tlsOptionsOf(settings: LdapSettings, host: string): Promise<ConnectionOptions> {
  const ca = settings.ca ?? (settings.caFile === undefined ? undefined : await readAuthority(settings.caFile));
  return {
    host,
    rejectUnauthorized: settings.verify,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
  };
}

async function readAuthority(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ResolverError(`TLS_CA_FILE cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function reasonOf(failure: unknown): string {
  if (!(failure instanceof ResultCodeError)) return (failure as Error).message || String((failure as Error).name);
  if (failure.code === 10) return 'the server refers to another one: give that one and its base';
  if (failure.code === 49) return 'BINDDN or BINDPW is wrong';
  if (failure.code === 32) return 'LDAPBASE is not there, or may not be read';
  return failure.message || failure.name;
}
