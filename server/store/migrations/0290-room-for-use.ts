/**
 * A credential that was never used keeps a place that its first use takes: otherwise each first check makes its row
 * longer, and where a page is full SQLite moves rows of four pages to make room. PostgreSQL writes rows anew anyway.
 */
export const sqliteRoomForUse = `
  ALTER TABLE credentials ADD COLUMN room TEXT DEFAULT '${'-'.repeat(30)}';
`;

export const postgresRoomForUse = `
  ALTER TABLE credentials ADD COLUMN room text COLLATE "C";
`;
