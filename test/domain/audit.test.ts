import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, auditHash, firstBrokenLink } from '../../domain/audit.ts';

function chain(length: number): { entry: AuditEntry; hash: string }[] {
  const entries: { entry: AuditEntry; hash: string }[] = [];
  for (let position = 1; position <= length; position += 1) {
    const entry = {
      position,
      at: '2026-11-21T09:00:00.000Z',
      actor: 'Ada Okafor',
      action: 'token/written',
      subject: String(position),
      detail: { slot: 1 },
      previous: entries.at(-1)?.hash ?? '0'.repeat(64),
    };
    entries.push({ entry, hash: auditHash(entry) });
  }
  return entries;
}

describe('the audit chain', () => {
  it('holds as it was written', () => {
    expect(firstBrokenLink(chain(12))).toBeUndefined();
  });

  it('names the first entry whose content was changed', () => {
    const entries = chain(12);
    const seventh = entries[6];
    if (seventh) entries[6] = { ...seventh, entry: { ...seventh.entry, actor: 'somebody else' } };
    expect(firstBrokenLink(entries)).toBe(7);
  });

  it('finds an entry that was dropped, moved or added, wherever it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.constantFrom('drop', 'move', 'add'), (at, how) => {
        const entries = chain(11);
        if (how === 'drop') entries.splice(at, 1);
        if (how === 'move') entries.splice(at, 2, ...entries.slice(at, at + 2).reverse());
        if (how === 'add') entries.splice(at, 0, ...entries.slice(at, at + 1));
        expect(firstBrokenLink(entries)).toBeDefined();
      }),
    );
  });

  it('finds a changed entry even when its own hash was made to fit', () => {
    const entries = chain(5);
    const second = entries[1];
    if (second) {
      const entry = { ...second.entry, subject: 'forged' };
      entries[1] = { entry, hash: auditHash(entry) };
    }
    expect(firstBrokenLink(entries)).toBe(3);
  });
});
