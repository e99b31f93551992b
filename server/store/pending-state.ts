/** How far an enrolment is that is not done: privacyIDEA's words of `rollout_state`. Nobody gets in with such a token. */
export const pendingStates = ['verify', 'clientwait'] as const;

/** Whether an enrolment waits for something of whoever has the token. */
export function isPending(rolloutState: string): boolean {
  return pendingStates.some((state) => state === rolloutState);
}
