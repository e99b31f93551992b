import type { Asked } from './requests/asked.ts';
import { enrolmentSteps } from './requests/enrolment-steps.ts';
import { challenges, logins } from './requests/logins.ts';
import { others } from './requests/others.ts';
import { ownLogin } from './requests/own-login.ts';
import { directory, sessions } from './requests/people.ts';
import { policies, policyRecords } from './requests/policies.ts';
import { acts, enrolment, lists, lostAndRevoked } from './requests/tokens.ts';
import { twoRealms } from './requests/two-realms.ts';

/** All of them, in the order in which they are asked. */
export const requests: readonly Asked[] = [
  ...[...sessions, ...directory, ...enrolment, ...lists, ...logins, ...acts],
  ...[
    ...challenges,
    ...policies,
    ...policyRecords,
    ...lostAndRevoked,
    ...twoRealms,
    ...enrolmentSteps,
    ...ownLogin,
    ...others,
  ],
];
