import { type Canonical, canonical } from './canonical.ts';
import { textHash } from './record-text.ts';

/** Who did what when, linked by hash to the entry before. `detail` holds no secret. */
export interface AuditEntry {
  /** 1, 2, 3 ... */
  readonly position: number;
  readonly at: string;
  readonly actor: string;
  /** `noun/verb`, e.g. `token/written`. */
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly previous: string;
}

/** The text that is hashed: a line that says what it is, then the canonical entry. */
export function auditText(entry: AuditEntry): string {
  return `keydesk-audit-v1\n${canonical(entry as unknown as Canonical)}`;
}

/** The chain's link: SHA-256 over the entry with the hash of the one before in it, hex. */
export function auditHash(entry: AuditEntry): string {
  return textHash(auditText(entry));
}

/** The first entry whose link or position is wrong, if any. Entries in order, each with the hash stored beside it. */
export function firstBrokenLink(
  entries: Iterable<{ readonly entry: AuditEntry; readonly hash: string }>,
  start = '0'.repeat(64),
): number | undefined {
  let previous = start;
  let position: number | undefined;
  for (const { entry, hash } of entries) {
    if (position !== undefined && entry.position !== position + 1) return entry.position;
    if (entry.previous !== previous || auditHash(entry) !== hash) return entry.position;
    previous = hash;
    position = entry.position;
  }
  return undefined;
}
