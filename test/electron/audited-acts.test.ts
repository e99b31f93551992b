import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskActs } from '../../domain/act.ts';
import type { IssuanceRecord } from '../../domain/record.ts';
import type { CeremonyParts } from '../../electron/ceremony/parts.ts';
import { putRecord } from '../../electron/ceremony/put-record.ts';
import { auditEntries } from '../../electron/vault/audit-log.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { readRecord } from '../../electron/vault/records.ts';
import { newDirectory } from './desk-at-work.ts';

let vault: Vault;
beforeAll(async () => {
  vault = await openVault(newDirectory(), undefined);
});
afterAll(() => closeVault(vault));

const kinds: readonly IssuanceRecord['kind'][] = ['issued', 'refused', 'stopped', 'void', 'quarantined'];
const bodies = [
  ...kinds.map((kind) => [kind, { kind }] as const),
  ...deskActs.map((what) => [what, { kind: 'act', act: { what }, reason: '' }] as const),
];

test.each(bodies)('a record of what was done is an entry of the desk’s audit, linked by its hash: %s', (what, body) => {
  const id = what.replaceAll(' ', '-');
  const station = { publicKey: '', sign: () => 'signed' };
  const parts = { vault, station, appVersion: 'test' } as unknown as CeremonyParts;
  const place = { id: 'ceremony', controller: 'ines', practice: false, holder: undefined, token: undefined };
  commit(vault, () => putRecord(parts, place, id, body as never, '2026-11-22T06:00:00.000Z'));
  const newest = [...auditEntries(vault)].at(-1);
  expect(newest?.entry).toMatchObject({
    actor: 'ines',
    action: 'record/made',
    subject: id,
    detail: { kind: body.kind, ...(body.kind === 'act' ? { what } : {}) },
  });
  expect(readRecord(vault, id)?.signed.record.auditHead).toBe(newest?.hash);
});
