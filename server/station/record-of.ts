import type { IssuanceRecord } from '../../domain/record.ts';

/** The record of a signed text that was checked when it came: a line that says what it is, then the record (record-text.ts). */
export function recordOf(text: string): IssuanceRecord {
  return JSON.parse(text.slice(text.indexOf('\n') + 1)) as IssuanceRecord;
}
