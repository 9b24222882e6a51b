// Builds the demo's page into static files; `vite` itself serves it against a running demo at DEMO_URL.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../../../dist/demo-page',
    emptyOutDir: true,
    // One small page, served from the same machine.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Mantine marks its modules for React's server components, which this page has none of.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  server: { proxy: { '/demo': process.env['DEMO_URL'] ?? 'http://127.0.0.1:9100' } },
});
