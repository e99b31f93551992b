import { randomBytes } from 'node:crypto';
import type { Reply } from '../../domain/contract/ipc.ts';
import { readPolicyFile } from '../../domain/policy/policy-file.ts';
import { policyFromWire } from '../../domain/policy/policy-from-wire.ts';
import type { ChosenFiles } from './chosen-file.ts';
import { listPolicies, standingOf } from './policies.ts';
import type { Wire } from './wire-client.ts';

const mostBytes = 4 * 1_048_576;

/** A policy file that was chosen and looked at, and waits for somebody to say that it is to be imported. */
export interface ChosenPolicyFile {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** Takes all policies, or the one of a name, away in privacyIDEA's form. */
export async function exportPolicies(wire: Wire, files: ChosenFiles, name: string | undefined): Promise<boolean> {
  const file = name === undefined ? 'policies.cfg' : `${name}.cfg`;
  const bytes = await wire.download({
    method: 'GET',
    path: `/policy/export/${encodeURIComponent(file)}`,
    parameters: { name },
  });
  return files.save(file, bytes);
}

/** Has the person choose a policy file, and says of each policy in it whether it is new, changed or the same. */
export async function choosePolicyFile(
  wire: Wire,
  files: ChosenFiles,
): Promise<
  { readonly shown: NonNullable<Reply<'policies/choose-file'>>; readonly chosen: ChosenPolicyFile } | undefined
> {
  const file = await files.open('policies.cfg', mostBytes);
  if (file === undefined) return undefined;
  const read = readPolicyFile(Buffer.from(file.bytes).toString('utf8'));
  const saved = await listPolicies(wire);
  const policies = read.map(([name, fields]) => ({ name, is: standingOf(saved, policyFromWire(name, fields).policy) }));
  return { shown: { file: file.name, policies }, chosen: { bytes: file.bytes, count: policies.length } };
}

/** All policies of the file, or none. A server of privacyIDEA takes it as a form only (RFC 7578). */
export async function importPolicies(wire: Wire, { bytes }: ChosenPolicyFile): Promise<void> {
  const boundary = `keydesk-${randomBytes(18).toString('hex')}`;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="policies.cfg"\r\n\r\n`;
  const form = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  await wire.ask({
    method: 'POST',
    path: '/policy/import/policies.cfg',
    file: { bytes: form, type: `multipart/form-data; boundary=${boundary}` },
  });
}
