import { z } from 'zod';
import type { AuditFilter, AuditRow } from '../../domain/contract/administration/audit.ts';
import { readValue, type Wire } from './wire-client.ts';

const pageSize = 100;
const longestExportBytes = 256 * 1024 * 1024;

const told = z.union([z.string(), z.number(), z.boolean()]).nullish();
const wireRow = z.looseObject({
  number: z.int(),
  date: told,
  startdate: told,
  action: told,
  action_detail: told,
  success: told,
  authentication: told,
  serial: told,
  token_type: told,
  user: told,
  realm: told,
  resolver: told,
  administrator: told,
  info: told,
  policies: told,
  client: told,
  user_agent: told,
  sig_check: told,
  missing_line: told,
  hash: told,
  previous: told,
  dangerous: told,
});
const wireAudit = z.looseObject({ auditdata: z.array(wireRow), count: z.int(), next: z.int().nullish() });

/** One page of what was done, newest first. */
export async function listAudit(wire: Wire, filter: AuditFilter, page: number) {
  const { value } = await wire.ask({
    method: 'GET',
    path: '/audit/',
    parameters: { ...parametersOf(filter), page, page_size: pageSize, sortname: 'number', sortorder: 'desc' },
  });
  const { auditdata, count, next } = readValue(wireAudit, value);
  return { rows: auditdata.map(rowOf), total: count, next: next ?? null };
}

/** The same as CSV, all of it. */
export function exportAudit(wire: Wire, filter: AuditFilter, name: string): Promise<Uint8Array> {
  return wire.download({
    method: 'GET',
    path: `/audit/${encodeURIComponent(name)}`,
    parameters: parametersOf(filter),
    maxBytes: longestExportBytes,
  });
}

function parametersOf({ since, success, ...texts }: AuditFilter) {
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  return {
    ...given,
    timelimit: since === '' ? undefined : since,
    success: success === 'all' ? undefined : success === 'done' ? '1' : '0',
  };
}

function rowOf(row: z.infer<typeof wireRow>): AuditRow {
  const text = (value: z.infer<typeof told>) => String(value ?? '');
  const words = (value: z.infer<typeof told>) =>
    text(value)
      .split(/[,\s]+/)
      .filter((word) => word !== '');
  return {
    number: row.number,
    at: moment(text(row.date ?? row.startdate)),
    request: text(row.action),
    act: /^[\w-]+\/[\w-]+$/.test(text(row.action_detail)) ? text(row.action_detail) : '',
    success: row.success === true || row.success === 1 || row.success === '1',
    authentication: text(row.authentication),
    serial: text(row.serial),
    tokenType: text(row.token_type),
    user: text(row.user),
    realm: text(row.realm),
    resolver: text(row.resolver),
    administrator: text(row.administrator),
    info: text(row.info),
    policies: text(row.policies)
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    dangerous: words(row.dangerous),
    client: text(row.client),
    program: text(row.user_agent),
    intact: row.sig_check === 'OK',
    linked: row.missing_line === 'OK',
    hash: text(row.hash),
    previous: text(row.previous),
  };
}

/** privacyIDEA writes UTC and does not say so. */
function moment(text: string): string {
  return /T[\d:.]+$/.test(text) ? `${text}Z` : text;
}
