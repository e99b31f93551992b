/** Vite takes a style sheet from an import for its effect. */
declare module '*.css';
