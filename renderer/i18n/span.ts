const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A span as people say it, to the second: `1 day, 4 hours`. */
export function spanWords(seconds: number, language: string): string {
  let rest = Math.round(seconds);
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 && (unit !== 'second' || seconds >= 1) ? [] : [said(count, unit, language)];
  });
  return new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(parts);
}

function said(count: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
