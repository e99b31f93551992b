import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AccessCode, Pin, Seed } from '../../domain/secret.ts';

describe.each([Seed, AccessCode, Pin])('%o', (Kind) => {
  const bytes = Uint8Array.from([0x53, 0x45, 0x45, 0x44, 0x21, 0x21]);

  it('prints as [redacted] however it is printed', () => {
    const secret = new Kind(bytes);
    const printed = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    ];
    for (const text of printed) {
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/SEED|53, ?45|83, ?69/);
    }
  });

  it('has nothing to enumerate or copy', () => {
    expect(Object.keys(new Kind(bytes))).toEqual([]);
    expect({ ...new Kind(bytes) }).toEqual({});
  });

  it('is zeros after it was wiped', () => {
    const secret = new Kind(Uint8Array.from(bytes));
    secret.wipe();
    expect([...secret.reveal()]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
