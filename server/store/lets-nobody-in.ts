import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { pendingStates } from './pending-state.ts';

/**
 * What the gate asks for and takes no code of, as `obstacleOf` has it and for good or until somebody changes it, of a
 * credential `c` at a time: revoked, not yet enrolled, outside its validity or used up; and a simple pass, which has a PIN
 * and no code. What is only disabled is enabled again.
 */
export function letsNobodyIn(at: string): RawBuilder<SqlBool> {
  const pending = sql.join(pendingStates.map((state) => sql.lit(state)));
  return sql`(c.revoked = 1 OR c.type = 'spass' OR c.rollout_state IN (${pending}) OR c.valid_from > ${at}
    OR c.valid_until < ${at} OR c.tries >= c.max_tries OR c.successes >= c.max_successes)`;
}
