"""A camera that speaks enough ONVIF to be asked what it streams and to be set; and one that means no good."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "tt": "http://www.onvif.org/ver10/schema",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
}
PROFILE = """<trt:Profiles token="pro_{number}"><tt:Name>Stream {number}\u202e</tt:Name>
<tt:VideoEncoderConfiguration token="enc_{number}"><tt:Name>e{number}</tt:Name><tt:Encoding>{encoding}</tt:Encoding>
<tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality>
<tt:RateControl><tt:FrameRateLimit>{fps}</tt:FrameRateLimit><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl>
<tt:H264><tt:GovLength>{gop}</tt:GovLength><tt:H264Profile>{profile}</tt:H264Profile></tt:H264>
</tt:VideoEncoderConfiguration></trt:Profiles>"""
BOMB = "<!ENTITY a0 'boom'>" + "".join(f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 12))
FAULTS = {
    "bomb": f"<!DOCTYPE x [{BOMB}]><x>&a11;</x>",
    "deep": "<a>" * 20_000 + "</a>" * 20_000,
    "garbage": "\x00\xff<<<",
}


class Camera(ThreadingHTTPServer):
    """Two streams: H.265 in full size and H.264 in half. `fault` is what else it does."""

    daemon_threads = True

    def __init__(self, fault=""):
        super().__init__(("127.0.0.1", 0), _Door)
        self.fault, self.asked, self.set_to = fault, [], {}
        self.at = f"http://10.9.8.7:{self.server_port}"  # what it believes of itself is wrong, as so often
        self.rtsp = "rtsp://root:backdoor@10.9.8.7:8554/"
        self.over = threading.Event()

    def encoder(self, number):
        facts = {"encoding": ("H265", "H264")[number], "width": 1920 >> number, "fps": 15, "gop": 60, "profile": "High"}
        return facts | self.set_to.get(f"enc_{number}", {})


class _Door(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        name = re.search(r"Body><\w+:(\w+)", body).group(1)
        camera = self.server
        camera.asked.append((name, body))
        if camera.fault == "slow":
            camera.over.wait(60)
        if camera.fault in FAULTS:
            self._say(200, FAULTS[camera.fault])
        elif camera.fault == "redirect":
            self._say(302, "", location="http://169.254.169.254/latest/meta-data/")
        elif camera.fault == "endless":
            self._pour()
        elif camera.fault == "password" and name != "GetServices":
            self._say(401, "", **{"www-authenticate": 'Digest realm="camera", nonce="1", qop="auth"'})
        elif answer := getattr(self, name, None):
            self._say(200, answer(body))
        else:
            self._say(400, "")

    def GetServices(self, _):
        media = f"<Namespace>{SPACES['trt']}</Namespace><XAddr>{self.server.at}/onvif/media</XAddr>"
        return _body(f"<GetServicesResponse><Service>{media}</Service></GetServicesResponse>")

    def GetProfiles(self, _):
        profiles = ""
        for number in range(2):
            one = self.server.encoder(number)
            profiles += PROFILE.format(number=number, height=one["width"] * 9 // 16, **one)
        return _body(f"<trt:GetProfilesResponse>{profiles}</trt:GetProfilesResponse>")

    def GetStreamUri(self, body):
        token = re.search(r"ProfileToken>(\w+)<", body).group(1)
        own = f"{self.server.rtsp}{token}?profile=1"
        uri = "http://elsewhere.example/" if self.server.fault == "elsewhere" else own
        place = f"<trt:MediaUri><tt:Uri>{uri}</tt:Uri></trt:MediaUri>"
        return _body(f"<trt:GetStreamUriResponse>{place}</trt:GetStreamUriResponse>")

    def SetVideoEncoderConfiguration(self, body):
        if self.server.fault == "stubborn":
            return _body('<s:Fault><s:Reason><s:Text xml:lang="en">No</s:Text></s:Reason></s:Fault>')
        token = re.search(r'Configuration token="(\w+)"', body).group(1)
        read = {"encoding": "Encoding", "gop": "GovLength", "profile": "H264Profile"}
        said = {name: re.search(rf"<tt:{tag}>(\w+)<", body).group(1) for name, tag in read.items()}
        self.server.set_to[token] = said | {"gop": int(said["gop"])}
        return _body("<trt:SetVideoEncoderConfigurationResponse/>")

    def _say(self, status, text, **headers):
        content = text.encode()
        self.send_response(status)
        for name, value in (headers | {"content-length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _pour(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b" " * 65536)
        except OSError:
            return


def _body(text):
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
    return f"<s:Envelope {spaces}><s:Body>{text}</s:Body></s:Envelope>"


@contextmanager
def camera(fault=""):
    """A camera at work."""
    one = Camera(fault)
    thread = threading.Thread(target=one.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield one
    finally:
        one.over.set()
        one.shutdown()
        one.server_close()
        thread.join()
