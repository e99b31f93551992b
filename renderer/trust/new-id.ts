const longest = 50;

/** The id of something new, made of its name: what the server keeps it under, however it is called later. */
export function newId(name: string, taken: readonly string[], otherwise: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  const id = plain === '' ? otherwise : plain;
  for (let place = 1; ; place += 1) {
    const candidate = place === 1 ? id : `${id}-${place}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
