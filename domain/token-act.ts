/** The small ceremonies about one token. */
export const tokenActs = ['withdraw', 'report-lost', 'take-back', 'scrap'] as const;
export type TokenAct = (typeof tokenActs)[number];
