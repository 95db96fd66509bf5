# The dashboard with tmux, for docker-compose.yml. Agents: see AGENTS below, or make an image FROM this one.
FROM node:22-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates g++ git make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Packages change less often than sources: this layer is kept then.
COPY package.json package-lock.json ./
COPY scripts ./scripts
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/.cache

FROM node:22-bookworm-slim
# npm packages of agents, e.g. --build-arg AGENTS="@anthropic-ai/claude-code @openai/codex"
ARG AGENTS=""
# procps, curl and less are for the agents and for people who look into the container.
RUN apt-get update \
  && apt-get install -y --no-install-recommends bash ca-certificates curl git less procps tini tmux \
  && rm -rf /var/lib/apt/lists/* \
  && if [ -n "$AGENTS" ]; then npm install --global --no-audit --no-fund $AGENTS && npm cache clean --force; fi \
  && mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build --chown=root:root /app ./
RUN ln -s /app/bin/architect.js /usr/local/bin/architect
ENV NODE_ENV=production \
  LANG=C.UTF-8 \
  SHELL=/bin/bash \
  ARCHITECT_DATA_DIR=/data \
  ARCHITECT_LOG_DIR=/data/logs
# What people and agents make: logins of agents, projects.
VOLUME ["/data", "/home/node"]
USER node
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["node", "/app/deploy/container/healthcheck.mjs"]
# tini ends what agents leave behind; it passes the signal on to the server only, which stops in order.
ENTRYPOINT ["/usr/bin/tini", "--", "/app/deploy/container/entrypoint.sh"]
CMD ["node", "--enable-source-maps", "/app/dist/cli/main.js", "serve"]
