import { describe, expect, it } from 'vitest';
import { signaturePath } from '../../renderer/ceremony/signature-path.ts';

const area = { width: 300, height: 100 };

describe('a drawn signature', () => {
  it('is a path in a 600 x 200 box, whatever the size it was drawn at', () => {
    const strokes = [
      [
        { x: 0, y: 0 },
        { x: 150.2, y: 50 },
        { x: 300, y: 100 },
      ],
    ];
    expect(signaturePath(strokes, area)).toBe('M0 0L300 100L600 200');
  });

  it('keeps a dot and leaves out what did not move', () => {
    expect(signaturePath([[{ x: 10, y: 10 }]], area)).toBe('M20 20L20 20');
    const still = [
      { x: 1, y: 1 },
      { x: 1.01, y: 1 },
      { x: 9, y: 1 },
    ];
    expect(signaturePath([still], area)).toBe('M2 2L18 2');
  });

  it('stays inside the box and inside the length a record takes', () => {
    expect(signaturePath([[{ x: -5, y: 400 }]], area)).toBe('M0 200L0 200');
    const endless = Array.from({ length: 500 }, (_, stroke) =>
      Array.from({ length: 500 }, (_, point) => ({ x: point % 300, y: stroke % 100 })),
    );
    const path = signaturePath(endless, area);
    expect(path.length).toBeLessThanOrEqual(100_000);
    expect(path).toMatch(/^(M\d+ \d+(L\d+ \d+)+)+$/);
  });

  it('is empty when nothing was drawn', () => {
    expect(signaturePath([], area)).toBe('');
  });
});
