import { useEffect, useRef, useState } from 'react';
import type { AffectedPage } from '../../domain/contract/administration/policies.ts';
import { asFailure, type Failure } from '../../domain/failure.ts';
import { ask } from '../keydesk.ts';
import type { Draft } from './drafts.ts';

/** How far the question has come that goes through a whole realm, part by part. */
export interface WhatIf {
  readonly realm: string;
  /** The first of those who would be affected; further ones are counted only. */
  readonly people: AffectedPage['people'];
  readonly affected: number;
  readonly looked: number;
  readonly total: number;
  readonly under: boolean;
  readonly failure: Failure | undefined;
}

const mostShown = 500;

/** Asks whom a draft would affect; another question, stopping it or leaving the screen ends the one before. */
export function useWhatIf() {
  const [state, setState] = useState<WhatIf>();
  const current = useRef(0);
  useEffect(
    () => () => {
      current.current = -1;
    },
    [],
  );
  const stop = () => {
    current.current += 1;
    setState((now) => now && { ...now, under: false });
  };
  const run = async ({ policy, others }: Draft, realm: string) => {
    current.current += 1;
    const mine = current.current;
    let now: WhatIf = { realm, people: [], affected: 0, looked: 0, total: 0, under: true, failure: undefined };
    setState(now);
    for (let after: string | null = ''; after !== null; ) {
      try {
        const page: AffectedPage = await ask('policies/what-if', {
          policy,
          others,
          realm,
          client: '',
          time: '',
          after,
        });
        if (current.current !== mine) return;
        now = {
          ...now,
          people: now.people.length < mostShown ? [...now.people, ...page.people].slice(0, mostShown) : now.people,
          affected: now.affected + page.people.length,
          looked: now.looked + page.looked,
          total: page.total,
        };
        after = page.next;
        setState({ ...now, under: after !== null });
      } catch (error) {
        if (current.current === mine) setState({ ...now, under: false, failure: asFailure(error) });
        return;
      }
    }
  };
  return { state, run, stop, close: () => setState(undefined) };
}
