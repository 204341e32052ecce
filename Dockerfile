# One image for web, worker, beat and the one-shot migration. Closed networks name their own mirror:
#   docker build --build-arg PYTHON_IMAGE=… --build-arg PIP_INDEX_URL=… .
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE}

ARG PIP_INDEX_URL
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/var/lib/ducha \
    MEDIA_ROOT=/var/lib/ducha/media \
    FONT_DIR=/var/lib/ducha/fonts

RUN groupadd --system --gid 10001 ducha \
    && useradd --system --uid 10001 --gid ducha --no-create-home ducha \
    && install -d -o ducha -g ducha /var/lib/ducha /var/lib/ducha/media /var/lib/ducha/static \
       /var/lib/ducha/fonts /var/lib/ducha/beat

WORKDIR /srv/ducha
COPY config/requirements/runtime.txt config/requirements/runtime.txt
RUN pip install --require-hashes --only-binary :all: -r config/requirements/runtime.txt
COPY . .

USER ducha
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "config/deploy/gunicorn_conf.py", "--bind", "0.0.0.0:8000"]
