# The bot with its extras, traces and pictures: no compiler, no tests, no root.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/mayi && /opt/mayi/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY playground ./playground
COPY migrations ./migrations
COPY prompts ./prompts
COPY knowledge ./knowledge
RUN /opt/mayi/bin/pip install --no-cache-dir --no-deps . && /opt/mayi/bin/mayi prebuild

FROM python:3.13-slim
# git: a policy in a repository of its own, archives of terms
RUN apt-get update && apt-get install -y --no-install-recommends git openssh-client && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin mayi && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/mayi /opt/mayi
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
ENV PATH=/opt/mayi/bin:$PATH PYTHONUNBUFFERED=1 MAYI_DATABASE=sqlite:////data/mayi.db MAYI_CACHE=/data/cache
ENTRYPOINT ["mayi"]
CMD ["serve"]
