# A small Django site as a program of its own: says its port, then serves. The middleware and the settings are those of the guide.

import os
import sys
import time

sys.path.insert(0, sys.argv[1])

from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="django's own, of no interest here",
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["isthmus_identity.IsthmusIdentity", "django.middleware.csrf.CsrfViewMiddleware"],
    ISTHMUS_SECRET=os.environ["LEGACY_SECRET"],
    ISTHMUS_AUDIENCE="legacy",
    USE_X_FORWARDED_HOST=True,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    ALLOWED_HOSTS=["shop.example", "127.0.0.1"],
    TEMPLATES=[],
)

import django
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import path

django.setup()


def who(request):
    return JsonResponse({"identity": request.identity, "address": request.META.get("HTTP_X_FORWARDED_FOR")})


def form(request):
    if request.method == "POST":
        return JsonResponse({"ordered": request.POST["what"]})
    return HttpResponse(get_token(request))


def away(request):
    return HttpResponseRedirect(request.build_absolute_uri("/legacy/there"))


def slowly(request):
    def pieces():
        for one in ("one", "two", "three"):
            yield one + "\n"
            time.sleep(0.3)

    return StreamingHttpResponse(pieces(), content_type="text/plain")


def upload(request):
    return JsonResponse({name: sum(len(part) for part in file.chunks()) for name, file in request.FILES.items()})


from django.views.decorators.csrf import csrf_exempt

urlpatterns = [
    path("legacy/who", who),
    path("legacy/form", form),
    path("legacy/away", away),
    path("legacy/slowly", slowly),
    path("legacy/upload", csrf_exempt(upload)),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


server = ThreadedWSGIServer(("127.0.0.1", int(sys.argv[2])), Quiet)
server.daemon_threads = True
server.set_app(get_wsgi_application())
print(server.server_port, flush=True)
server.serve_forever()
