import type { Words } from '../column-words.ts';

/**
 * What a challenge asks and whether an app has answered it: the counter of the code that was sent, or the question; the
 * suite of an imported OCRA key; and the ways to find a token by what its codes begin with, and its challenges.
 */
export function tokenTypes({ text, integer }: Words): string {
  return `
  ALTER TABLE challenges ADD COLUMN counter ${integer};
  ALTER TABLE challenges ADD COLUMN question ${text};
  ALTER TABLE challenges ADD COLUMN data ${text} NOT NULL DEFAULT '';
  ALTER TABLE challenges ADD COLUMN received ${integer} NOT NULL DEFAULT 0;
  ALTER TABLE challenges ADD COLUMN answered_at ${text};
  ALTER TABLE staged_keys ADD COLUMN suite ${text};
  CREATE INDEX challenges_credential ON challenges (credential_id);
  CREATE INDEX credentials_public_id ON credentials (public_id) WHERE public_id <> '' AND ended_at IS NULL;
`;
}
