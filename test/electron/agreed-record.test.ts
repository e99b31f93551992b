import { expect, test } from 'vitest';
import type { IssuanceRecord } from '../../domain/record.ts';
import { mustBeAgreed } from '../../electron/ceremony/agreed-form.ts';

const some = '0'.repeat(32);
const record: IssuanceRecord = {
  version: 1,
  kind: 'stopped',
  id: some,
  station: 'st0',
  sequence: 1,
  previous: some + some,
  ceremony: some,
  controller: 'root',
  recordedAt: new Date().toISOString(),
  appVersion: '1',
  auditHead: some + some,
  reason: 'person left',
  note: '',
};

test('a desk makes no record whose time no server could read', () => {
  expect(() => mustBeAgreed(record)).not.toThrow();
  expect(() => mustBeAgreed({ ...record, recordedAt: 'soon' })).toThrow('record/not-agreed');
});
