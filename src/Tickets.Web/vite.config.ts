import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Everything lands under /app of the Api; names carry a hash of their content, so browsers may keep them for ever.
export default defineConfig({
  plugins: [react()],
  base: '/app/',
  publicDir: 'public',
  build: {
    outDir: '../Tickets.Api/wwwroot/app',
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and pictures stay files: the content security policy allows no data fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:5080', '/live': { target: 'http://127.0.0.1:5080', ws: true } } },
});
