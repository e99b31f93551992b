import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { issueAuthority, issueCertificate } from '../../server/tls/issue.ts';
import { findSlapd, freePort, until } from './debian-server.ts';
import { temporaryDirectory } from './server-process.ts';

export const base = 'dc=example,dc=org';
export const bindDn = `cn=reader,${base}`;
export const bindPassword = 'reader pw';

/** A real OpenLDAP server with a database, an authority and a certificate of its own. */
export interface Slapd {
  readonly plainUrl: string;
  readonly tlsUrl: string;
  readonly ca: string;
  /** An authority that signed nothing here. */
  readonly otherCa: string;
  readonly start: () => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Changes entries, as the administrator of the directory. */
  readonly change: (work: (client: Client) => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function startSlapd(ldif: string): Promise<Slapd> {
  const directory = temporaryDirectory();
  const at = (name: string) => join(directory.path, name);
  const now = new Date();
  const key = () =>
    Buffer.from(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const [caKey, serverKey] = [key(), key()];
  const ca = await issueAuthority(caKey, now);
  const otherCa = await issueAuthority(key(), now);
  const names = ['localhost', '127.0.0.1'];
  writeFileSync(at('server.pem'), await issueCertificate({ certificate: ca, keyPem: caKey }, serverKey, names, now));
  writeFileSync(at('server.key'), serverKey);
  writeFileSync(at('ca.pem'), ca);
  mkdirSync(at('db'));
  writeFileSync(at('slapd.conf'), configuration(directory.path));
  writeFileSync(at('data.ldif'), ldif);
  const slapd = findSlapd() ?? '';
  const loaded = spawnSync(slapd, ['-T', 'add', '-q', '-f', at('slapd.conf'), '-l', at('data.ldif')], {
    encoding: 'utf8',
  });
  if (loaded.status !== 0) throw new Error(`slapadd: ${loaded.stderr}`);
  const [plainPort, tlsPort] = [await freePort(), await freePort()];
  const plainUrl = `ldap://127.0.0.1:${plainPort}`;
  const tlsUrl = `ldaps://localhost:${tlsPort}`;
  let child: ChildProcess | undefined;
  let said = '';

  async function start(): Promise<void> {
    child = spawn(slapd, ['-f', at('slapd.conf'), '-h', `${plainUrl}/ ldaps://127.0.0.1:${tlsPort}/`, '-d', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const started = child;
    await until(
      () =>
        new Promise<void>((resolve, reject) => {
          if (started.exitCode !== null) reject(new Error(`slapd ended: ${said}`));
          const socket = connect(plainPort, '127.0.0.1', () => {
            socket.destroy();
            resolve();
          }).on('error', reject);
        }),
    );
  }

  async function stop(): Promise<void> {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  }

  await start();
  return {
    plainUrl,
    tlsUrl,
    ca,
    otherCa,
    start,
    stop,
    signal: (signal) => void child?.kill(signal),
    async change(work) {
      const client = new Client({ url: plainUrl });
      try {
        await client.bind(`cn=admin,${base}`, 'admin');
        await work(client);
      } finally {
        await client.unbind();
      }
    },
    async remove() {
      await stop();
      directory.remove();
    },
  };
}

function configuration(folder: string): string {
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  return [
    ...schemas,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    `pidfile ${folder}/slapd.pid`,
    `TLSCertificateFile ${folder}/server.pem`,
    `TLSCertificateKeyFile ${folder}/server.key`,
    `TLSCACertificateFile ${folder}/ca.pem`,
    'disallow bind_anon',
    'sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited',
    'database mdb',
    `suffix "${base}"`,
    `rootdn "cn=admin,${base}"`,
    'rootpw admin',
    `directory ${folder}/db`,
    'maxsize 67108864',
    'index uid eq,sub',
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${bindDn}" read by * none`,
    '',
  ].join('\n');
}
