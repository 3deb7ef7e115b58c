# The pages are built once, then only what runs is kept.
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --global npm@11 && npm ci
COPY . .
# Neither tests nor tools of development run where people are watched. What is compiled once is kept in the image, which nobody can write to later.
RUN npm run build && npm prune --omit=dev && rm -rf test && find src detectors dashboards \( -name '*.test.ts' -o -name '*.fixture.ts' \) -delete && npm run --silent farmwatch -- --version

FROM debian:bookworm-slim
WORKDIR /app
COPY --from=build /app /app
# The one folder it writes to: rejected rows, the key of tokens, farmwatch.json.
RUN mkdir -m 700 /data && chown 1000:1000 /data
VOLUME /data
USER 1000:1000
ENTRYPOINT ["/app/node_modules/.bin/node", "--max-semi-space-size=8", "/app/src/main.ts"]
CMD ["serve", "--host", "0.0.0.0"]
