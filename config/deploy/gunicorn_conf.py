"""The web server: few processes, some threads; the proxy in front takes in slow clients.

Without a proxy there are threads enough for some slow clients beside the others.
"""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8" if os.environ.get("BEHIND_PROXY") else "24"))
preload_app = True  # a worker that dies is replaced at once, and memory is shared
timeout = 60
keepalive = 75  # seconds; longer than the proxy's, so that it never meets a closed connection
max_requests = 5000
max_requests_jitter = 500
accesslog = None
control_socket_disable = True
