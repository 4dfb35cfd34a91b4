// What a visitor's address means behind one origin. Runs in CloudFront before the cache (cloudfront-js-2.0).
function handler(event) {
  var request = event.request;
  var uri = request.uri;
  // Heads and tiles of the custody log, by the names that their standard gives them; entries are not for the public.
  var log = uri.match(/^\/log(\/checkpoint|\/tile\/[0-9]\/.+)$/);
  if (log) {
    request.uri = log[1];
    return request;
  }
  var api = uri.match(/^\/api\/(citizen|console|owner|agency)(\/.*)$/);
  if (api) {
    request.uri = api[2];
  } else if (/^\/(console|owner|agency)$/.test(uri)) {
    return { statusCode: 308, statusDescription: "Permanent Redirect", headers: { location: { value: uri + "/" } } };
  } else if (!uri.split("/").pop().includes(".")) {
    // A file has a dot in its name. Who signs in has one page, which finds its own way; the citizens' pages are files.
    var page = uri.match(/^\/(console|owner|agency)\//);
    if (page) request.uri = page[0] + "index.html";
    else request.uri = uri.endsWith("/") ? uri + "index.html" : uri + ".html";
  }
  return request;
}
