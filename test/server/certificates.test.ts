import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serve } from '../../server/commands/serve.ts';
import { openInstallation } from '../../server/installation.ts';
import { authority } from '../../server/tls/authority.ts';
import { servedNames, serverUrl } from '../../server/tls/served-names.ts';

import { type DataDirectory, dataDirectory } from './data-directory.ts';

let directory: DataDirectory;
const now = new Date('2026-11-21T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
beforeEach(async () => {
  directory = await dataDirectory();
  await (await openInstallation(directory.path, () => now)).store.close();
});
afterEach(() => directory.remove());

test('makes a certificate for this machine and the host it listens on, signed by its own authority', async () => {
  const ca = await authority(directory.path, now);
  const { cert } = await ca.certificate(servedNames('desk.example.org'), now);
  const certificate = new X509Certificate(cert);
  for (const host of ['localhost', 'desk.example.org']) expect(certificate.checkHost(host)).toBe(host);
  for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost('other.example.org')).toBeUndefined();
  const issuer = new X509Certificate(ca.ca);
  expect(certificate.verify(issuer.publicKey)).toBe(true);
  expect([issuer.ca, certificate.ca]).toEqual([true, false]);
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
});

test('keeps the certificate until thirty days before its end, or until a name is missing', async () => {
  const ca = await authority(directory.path, now);
  const names = servedNames('localhost');
  const first = await ca.certificate(names, now);
  expect((await ca.certificate(names, inDays(366))).cert).toBe(first.cert);
  const renewed = await ca.certificate(names, inDays(368));
  expect(renewed.cert).not.toBe(first.cert);
  expect(new X509Certificate(renewed.cert).validToDate.getTime()).toBeGreaterThan(inDays(700).getTime());
  const more = await ca.certificate(servedNames('10.1.2.3'), inDays(368));
  expect(new X509Certificate(more.cert).checkIP('10.1.2.3')).toBe('10.1.2.3');
});

test('shows a renewed certificate to new connections of the running server', async () => {
  const today = new Date();
  let time = new Date(today.getTime() - 380 * 86_400_000);
  const older = await dataDirectory();
  const server = await serve(older.path, { host: '127.0.0.1', port: 0 }, () => time);
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const { port } = new URL(server.url);
      const socket = connect({ host: '127.0.0.1', port: Number(port), ca: server.installation.authority.ca }, () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const first = await shown();
  await server.renewCertificate();
  expect(await shown()).toBe(first);
  time = today;
  await server.renewCertificate();
  expect(await shown()).not.toBe(first);
  await server.close();
  older.remove();
});

test('keeps its authority and keys from one start to the next, readable by its own user only', async () => {
  const first = await openInstallation(directory.path, () => now);
  const second = await openInstallation(directory.path, () => now);
  expect(second.authority.fingerprint).toBe(first.authority.fingerprint);
  expect(second.keys.receipt.publicKey).toBe(first.keys.receipt.publicKey);
  expect(second.keys.sealing).toMatchObject({ keyId: first.keys.sealing.keyId });
  await first.store.close();
  await second.store.close();
  for (const name of ['ca', 'login', 'receipt', 'reply', 'sealing', 'store']) {
    expect(statSync(join(directory.path, 'keys', `${name}.key`)).mode & 0o777).toBe(0o600);
  }
  expect(statSync(join(directory.path, 'keys')).mode & 0o777).toBe(0o700);
});

test('one of several first starts makes the keys, and all use them', async () => {
  const fresh = await dataDirectory();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openInstallation(fresh.path, () => now)));
  expect(new Set(opened.map(({ authority: ca }) => ca.fingerprint)).size).toBe(1);
  for (const { store } of opened) await store.close();
  fresh.remove();
});

test.each(['TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)('speaks TLS 1.2 and 1.3 only: %s', async (version) => {
  const server = await serve(directory.path, { host: '127.0.0.1', port: 0 });
  const ca = readFileSync(server.ca);
  const { port } = new URL(server.url);
  const protocol = await new Promise<string | null>((resolve) => {
    const socket = connect(
      {
        host: '127.0.0.1',
        port: Number(port),
        ca,
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      () => {
        resolve(socket.getProtocol());
        socket.destroy();
      },
    );
    socket.on('error', () => resolve(null));
  });
  expect(protocol).toBe(version === 'TLSv1.1' ? null : version);
  await server.close();
});

test('gives an address that others can use', () => {
  expect(serverUrl('0.0.0.0', 8443)).toBe('https://localhost:8443');
  expect(serverUrl('::1', 8443)).toBe('https://[::1]:8443');
  expect(serverUrl('desk.example.org', 443)).toBe('https://desk.example.org:443');
});
