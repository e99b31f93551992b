import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/**
 * The audit's tree, kept so that a proof needs a few rows of it; who countersigned which checkpoint; and what stations
 * found that contradicts what they keep. The tree itself has what the newest checkpoint had to keep of it before.
 */
function keptTree({ text, integer, blob }: Words): string {
  return `
  ALTER TABLE checkpoints DROP COLUMN peaks;

  CREATE TABLE tree_tiles (
    level ${integer} NOT NULL,
    place ${integer} NOT NULL,
    hashes ${blob} NOT NULL,
    PRIMARY KEY (level, place)
  );

  CREATE TABLE countersignatures (
    size ${integer} NOT NULL REFERENCES checkpoints (size),
    station ${text} NOT NULL REFERENCES stations (id),
    line ${text} NOT NULL,
    received_at ${text} NOT NULL,
    PRIMARY KEY (size, station)
  );

  CREATE TABLE contradictions (
    id ${text} NOT NULL,
    station ${text} NOT NULL REFERENCES stations (id),
    what ${text} NOT NULL,
    kept ${text} NOT NULL,
    offered ${text} NOT NULL,
    found_at ${text} NOT NULL,
    received_at ${text} NOT NULL,
    settled_at ${text},
    settled_by ${text},
    reason ${text},
    PRIMARY KEY (station, id)
  );
`;
}

export const sqliteKeptTree = keptTree(sqliteWords);
export const postgresKeptTree = keptTree(postgresWords);
