/**
 * The content of a key file, made by `make` when there is none. Two processes may be first at once: the one whose
 * file is there first wins, the other reads it.
 */
export declare function keyFile(path: string, make: () => Uint8Array | string): Buffer;
/** Puts new content in place of a file in one step: a reader sees the old or the new, never half. */
export declare function replaceFile(path: string, content: string, mode: number): void;
