# One image for the web processes, the task worker and the commands.
#
#   docker build -t streetlight .
#
# Settings come from the environment; see docs/deploy.md.

FROM python:3.13-slim-trixie AS packages
WORKDIR /app
COPY bin/bootstrap.py bin/
COPY pyproject.toml uv.lock ./
# Takes the uv that uv.lock names and checks its sum, as on any other machine.
RUN STREETLIGHT_NO_INSTALL=1 python bin/bootstrap.py \
    && .tools/uv sync --frozen --no-dev --extra production --extra sentry \
        --compile-bytecode --link-mode copy --no-cache

FROM python:3.13-slim-trixie
RUN apt-get update \
    && apt-get install --no-install-recommends -y \
        libharfbuzz-subset0 libpangoft2-1.0-0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home streetlight \
    && install -d -o streetlight -g streetlight /data
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY . .
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp \
    DJANGO_SETTINGS_MODULE=lms.settings.production \
    DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles
# The two values are for this step alone: production settings refuse to load
# without them, and collecting files uses neither.
RUN SECRET_KEY=build BASE_URL=https://build.invalid DATA_DIR=/tmp/build \
        sh -c 'python manage.py compilemessages && python manage.py collectstatic --noinput' \
    && python -m compileall -q lms modules assessments toolkit \
    && rm -rf /tmp/build
USER streetlight
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "lms.wsgi"]
