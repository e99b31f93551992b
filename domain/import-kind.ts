/** The kinds of seed file that are read, by privacyIDEA's names. */
export const importKinds = ['oathcsv', 'yubikeycsv', 'pskc', 'aladdin-xml'] as const;
export type ImportKind = (typeof importKinds)[number];
