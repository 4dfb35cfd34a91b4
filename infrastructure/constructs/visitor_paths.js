// What a visitor's address means behind one origin. Runs in CloudFront before the cache (cloudfront-js-2.0).
function handler(event) {
  var request = event.request;
  var uri = request.uri;
  var api = uri.match(/^\/api\/(citizen|console)(\/.*)$/);
  if (api) {
    request.uri = api[2];
  } else if (uri === "/console") {
    return { statusCode: 308, statusDescription: "Permanent Redirect", headers: { location: { value: "/console/" } } };
  } else if (!uri.split("/").pop().includes(".")) {
    // A file has a dot in its name. The console finds its own way; the citizens' pages are files without their ending.
    if (uri.startsWith("/console/")) request.uri = "/console/index.html";
    else request.uri = uri.endsWith("/") ? uri + "index.html" : uri + ".html";
  }
  return request;
}
