import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The languages the window speaks; react-aria brings thirty more, which would weigh more than the app. */
const spoken = ['en-US', 'de-DE'];

function onlySpokenLanguages(): Plugin {
  const message = /[\\/]react-(?:aria|stately|aria-components)[\\/].*intl[\\/].*?([a-z]{2}-[A-Z]{2})\.(?:m?js|json)$/;
  return {
    name: 'only-spoken-languages',
    enforce: 'pre',
    load(id) {
      const locale = message.exec(id)?.[1];
      return locale !== undefined && !spoken.includes(locale) ? 'export default {};' : undefined;
    },
  };
}

/**
 * What a new station or one with people opens at, in one file with all it needs: each file passes through the shell, and
 * the window would wait for forty.
 */
const firstScreens = /[\\/]renderer[\\/](?:main|set-up[\\/]set-up|sign-in[\\/]sign-in)\.tsx$/;

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [onlySpokenLanguages(), react()],
  css: { transformer: 'lightningcss', lightningcss: { targets: { chrome: 114 << 16 } } },
  build: {
    target: 'chrome114',
    cssTarget: 'chrome114',
    outDir: resolve(import.meta.dirname, '../out/app/renderer'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'opening', test: firstScreens }] } } },
  },
});
