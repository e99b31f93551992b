import type { TokenStatus } from '../session.ts';

/** What an idle token answers to a read (ykdef.h, struct status_st): `00 | major minor build | sequence | touch LE16 | flags`. */
export function parseStatus(report: Uint8Array): TokenStatus {
  const touch = report[5] ?? 0;
  return {
    firmware: [report[1] ?? 0, report[2] ?? 0, report[3] ?? 0],
    sequence: report[4] ?? 0,
    slots: {
      1: { configured: (touch & 0x01) !== 0, touch: (touch & 0x04) !== 0 },
      2: { configured: (touch & 0x02) !== 0, touch: (touch & 0x08) !== 0 },
    },
    ledInverted: (touch & 0x10) !== 0,
  };
}
