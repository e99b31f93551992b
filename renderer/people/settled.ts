import { useEffect, useState } from 'react';

const pauseMs = 180;

/** What was typed, once the hand rests: the server is not asked at every key. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
