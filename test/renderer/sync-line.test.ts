import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import type { SyncState } from '../../domain/contract/ipc.ts';
import { SyncLine } from '../../renderer/frame/sync-line.tsx';
import { draw, untranslated, wordsOf } from './draw.ts';

const idle: SyncState = {
  waiting: 0,
  waitingSince: null,
  online: true,
  sending: false,
  problem: null,
  nextAttemptAt: null,
  lastDeliveredAt: null,
  lastPulledAt: null,
};
const unreachable = { code: 'sync/unreachable', context: {} } as const;
const said = async (state: Partial<SyncState>, language: 'en' | 'de' = 'en') => {
  const markup = await draw(createElement(SyncLine), language, [[['sync/state'], { ...idle, ...state }]]);
  expect(untranslated(markup)).toEqual([]);
  return wordsOf(markup);
};

describe('what is said beside the desk of what is sent', () => {
  it('says nothing of sending while the server is only asked for news', async () => {
    expect(await said({ sending: true })).toBe(await said({}));
    expect(await said({ sending: true }, 'de')).toBe(await said({}, 'de'));
  });

  it('counts what is being sent', async () => {
    expect(await said({ sending: true, waiting: 2 })).toContain('Sending 2 records');
  });

  it('keeps to the problem while it asks for news once more', async () => {
    expect(await said({ sending: true, problem: unreachable })).toContain('The server cannot be reached.');
  });
});
