import { createContext } from 'react';

/** Whether the screen around is hidden, and only keeps what is on it: then no key is for it. */
export const Asleep = createContext(false);
